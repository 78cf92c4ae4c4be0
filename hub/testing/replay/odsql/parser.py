"""ODSQL ``where`` clauses to predicates, by recursive descent."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from hub.testing.replay.odsql.clauses import known
from hub.testing.replay.odsql.tokens import OdsqlError, Token, tokenize
from hub.testing.replay.odsql.values import (
    COMPARISONS,
    Literal,
    Predicate,
    Row,
    compare,
    contains_words,
    like,
    texts,
    values_of,
)


def parse_where(clause: str, fields: Collection[str], now: datetime) -> Predicate:
    """The predicate of a clause. ``fields`` are those of the data set, ``now`` is what ``now()`` means.

    Raises :class:`OdsqlError` on a malformed clause or an unknown field.
    """
    parser = _Parser(tokenize(clause), fields, now)
    predicate = parser.either()
    parser.expect_end()
    return predicate


class _Parser:
    def __init__(self, tokens: list[Token], fields: Collection[str], now: datetime) -> None:
        self.tokens = tokens
        self.fields = fields
        self.now = now
        self.at = 0

    def peek(self) -> Token:
        return self.tokens[self.at]

    def take(self) -> Token:
        token = self.tokens[self.at]
        self.at = min(self.at + 1, len(self.tokens) - 1)
        return token

    def accept(self, *texts: str) -> bool:
        token = self.peek()
        found = (token.keyword or token.text) in texts and token.kind in {"word", "sign"}
        if found:
            self.take()
        return found

    def expect(self, text: str) -> None:
        if not self.accept(text):
            raise OdsqlError(f"Expected {text}, found {self.peek().text}")

    def expect_end(self) -> None:
        if self.peek().kind != "end":
            raise OdsqlError(f"Unexpected token {self.peek().text}")

    def either(self) -> Predicate:
        options = [self.all_of()]
        while self.accept("OR"):
            options.append(self.all_of())
        return options[0] if len(options) == 1 else lambda row: any(o(row) for o in options)

    def all_of(self) -> Predicate:
        terms = [self.term()]
        while self.accept("AND"):
            terms.append(self.term())
        return terms[0] if len(terms) == 1 else lambda row: all(t(row) for t in terms)

    def term(self) -> Predicate:
        if self.accept("NOT"):
            return _negation(self.term())
        if self.accept("("):
            inside = self.either()
            self.expect(")")
            return inside
        return self.predicate()

    def predicate(self) -> Predicate:
        word = self.take()
        if self.peek().text == "(":
            return self.function(word.text)
        return self.operation(self.field(word))

    def field(self, word: Token) -> str:
        if word.kind != "word":
            raise OdsqlError(f"Expected a field, found {word.text}")
        return known(word.text, self.fields)

    def function(self, name: str) -> Predicate:
        tests: dict[str, Callable[[str, str], bool]] = {
            "search": contains_words,
            "startswith": lambda text, start: text.startswith(start),
        }
        if name.lower() not in tests:
            raise OdsqlError(f"Unknown function: {name}")
        names, query = self.arguments()
        test = tests[name.lower()]
        return lambda row: test(texts(row, names), query)

    def arguments(self) -> tuple[list[str], str]:
        self.expect("(")
        names = []
        while self.peek().kind == "word":
            names.append(self.field(self.take()))
            self.expect(",")
        query = self.string()
        self.expect(")")
        return names or list(self.fields), query

    def operation(self, name: str) -> Predicate:
        if self.accept("IS"):
            return self.nullity(name)
        if self.accept("LIKE"):
            pattern = self.string()
            return lambda row: any(like(str(v), pattern) for v in values_of(row, name))
        if self.accept("NOT"):
            self.expect("IN")
            return _negation(self.membership(name))
        return self.membership(name) if self.accept("IN") else self.comparison(name)

    def nullity(self, name: str) -> Predicate:
        negated = self.accept("NOT")
        self.expect("NULL")
        return lambda row: bool(values_of(row, name)) == negated

    def membership(self, name: str) -> Predicate:
        self.expect("(")
        choices = [self.literal()]
        while self.accept(","):
            choices.append(self.literal())
        self.expect(")")
        return lambda row: any(compare("=", v, c) for v in values_of(row, name) for c in choices)

    def comparison(self, name: str) -> Predicate:
        sign = self.take().text
        if sign not in {*COMPARISONS, "!=", "<>"}:
            raise OdsqlError(f"Expected an operator after {name}, found {sign}")
        literal = self.literal()
        if sign in {"!=", "<>"}:
            return _negation(_any_compares("=", name, literal))
        return _any_compares(sign, name, literal)

    def string(self) -> str:
        token = self.take()
        if token.kind != "string":
            raise OdsqlError(f"Expected a quoted text, found {token.text}")
        return str(token.value)

    def literal(self) -> Literal:
        token = self.take()
        if token.kind in {"string", "number", "date"}:
            return token.value
        if token.keyword in {"TRUE", "FALSE"}:
            return token.keyword == "TRUE"
        if token.keyword == "NOW":
            self.expect("(")
            self.expect(")")
            return self.now
        raise OdsqlError(f"Expected a value, found {token.text}")


def _any_compares(sign: str, name: str, literal: Literal) -> Predicate:
    return lambda row: any(compare(sign, v, literal) for v in values_of(row, name))


def _negation(inside: Predicate) -> Predicate:
    def negated(row: Row) -> bool:
        return not inside(row)

    return negated
