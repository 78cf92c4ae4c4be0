"""The GEIQ: the federation's private "Label" API, and the workbook it sends."""
