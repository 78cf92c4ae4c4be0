"""The conformance kit: the laws of the contract as test suites, each explaining itself."""
