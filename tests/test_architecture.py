# SPDX-License-Identifier: GPL-3.0-or-later
"""The layers of `docs/ARCHITECTURE.md` as a test over the sources: who may import whom, and what may stand where.

Each rule is a function from a module to what is wrong with it, so that the rules themselves are tested on made-up
modules below.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[1]
PACKAGE: Final = "outreach_app"
LONGEST: Final = 450

ADAPTERS: Final = ("store", "crypto", "mailbox", "formats")
LEAVES: Final = ("files", "paths", "settings", "logs", "messages")
ALLOWED: Final[dict[str, set[str]]] = {
    "domain": {"domain"},
    "services": {"services", "domain"},
    **{name: {name, "domain", "files", "paths"} for name in ADAPTERS},
    "ui": {"ui", "services", "domain", *LEAVES},
    "cli": {"cli", "services", "domain", "bootstrap", *LEAVES},
    "bootstrap": {"reading", "services", "domain", *ADAPTERS, *LEAVES},
    "reading": {"domain", "formats", "mailbox", "files"},
    "opening": {"bootstrap", "services", "domain"},
    "files": {"domain"},
    "paths": set(),
    "settings": {"domain", "files"},
    "logs": set(),
    "messages": {"domain"},
    "": set(),
}
"""What the first part of a module's name may import of the project; the leaves are modules, the rest are packages."""

ONLY_IN: Final[dict[str, str]] = {
    "PySide6": "ui", "shiboken6": "ui",
    "sqlcipher3": "store", "sqlite3": "store",
    "cryptography": "crypto", "pyrage": "crypto", "nacl": "crypto", "tuf": "crypto", "securesystemslib": "crypto",
    "bech32": "crypto", "mnemonic": "crypto", "zxcvbn": "crypto", "hmac": "crypto",
    "socket": "mailbox", "ssl": "mailbox", "http": "mailbox", "urllib": "mailbox", "httpx": "mailbox",
    "requests": "mailbox", "obstore": "mailbox", "ftplib": "mailbox", "smtplib": "mailbox", "asyncio": "mailbox",
}  # fmt: skip
NOT_IN_DOMAIN: Final = {"os", "io", "pathlib", "shutil", "tempfile", "random", "secrets", "subprocess", "threading",
                        "logging", "sys", "time"}  # fmt: skip
PURE_LIBRARIES: Final = {"dateutil", "rapidfuzz"}
"""Third-party libraries of pure calculation that the domain may use."""
IMPURE_CALLS: Final = {"open", "input", "print", "now", "utcnow", "today", "urandom"}
SQL: Final = re.compile(
    r"\s*(SELECT\s.+\sFROM|INSERT\s+(INTO|OR)|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s+(TABLE|INDEX|TRIGGER|VIRTUAL)"
    r"|DROP\s+TABLE|ALTER\s+TABLE|PRAGMA\s|BEGIN\s+IMMEDIATE)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Module:
    """One source file by its dotted name."""

    name: str
    source: str = field(repr=False)

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source)

    @property
    def layer(self) -> str:
        """`domain`, `store`, `bootstrap`…; empty for the package itself and for what lies outside it."""
        parts = self.name.split(".")
        return parts[1] if parts[0] == PACKAGE and len(parts) > 1 else ""

    @cached_property
    def imports(self) -> tuple[str, ...]:
        """Every module imported, inside functions and for types too, as far as `from x import y` can tell."""
        return tuple(target for node in ast.walk(self.tree) for target in self._named(node))

    @cached_property
    def loaded(self) -> tuple[str, ...]:
        """The same without what is imported for types alone, which never runs."""
        nodes = list(ast.walk(self.tree))
        typing = [node for node in nodes if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
        idle = {id(inner) for node in typing for statement in node.body for inner in ast.walk(statement)}
        return tuple(target for node in nodes if id(node) not in idle for target in self._named(node))

    def _named(self, node: ast.AST) -> list[str]:
        if isinstance(node, ast.Import):
            return [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                base = ".".join(self.name.split(".")[: -node.level] + ([base] if base else []))
            return [f"{base}.{alias.name}" for alias in node.names]
        return []


def wrong_imports(module: Module) -> Iterator[str]:
    """Arrows that point the wrong way."""
    if not module.name.startswith(PACKAGE):
        return
    allowed = ALLOWED.get(module.layer)
    if allowed is None:
        yield f"{module.name}: a layer that nobody knows"
        return
    for target in module.imports:
        parts = target.split(".")
        if parts[0] == PACKAGE and len(parts) > 1 and parts[1] != "__version__" and parts[1] not in allowed:
            yield f"{module.name} imports {target}"


def libraries_out_of_place(module: Module) -> Iterator[str]:
    """Qt, SQL, cryptography and the network each live in one layer."""
    for target in module.imports:
        home = ONLY_IN.get(target.split(".")[0])
        if home is not None and module.layer != home:
            yield f"{module.name} imports {target}"


def impure_domain(module: Module) -> Iterator[str]:
    """The domain is the standard library and pure calculation: no I/O, no clock, no randomness."""
    if module.layer != "domain":
        return
    for target in module.imports:
        top = target.split(".")[0]
        known = top in sys.stdlib_module_names or top in PURE_LIBRARIES
        if top != PACKAGE and (not known or top in NOT_IN_DOMAIN):
            yield f"{module.name} imports {target}"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in IMPURE_CALLS:
                yield f"{module.name}:{node.lineno} calls {name}"


def sql_out_of_place(module: Module) -> Iterator[str]:
    """SQL stands in `store` only."""
    if module.layer == "store":
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value):
            yield f"{module.name}:{node.lineno} holds SQL"


def without_a_head(module: Module) -> Iterator[str]:
    """Each file begins with its licence and says what it is for."""
    lines = module.source.splitlines()
    head = [line for line in lines[:2] if not line.startswith("#!")]
    if not head or head[0] != "# SPDX-License-Identifier: GPL-3.0-or-later":
        yield f"{module.name} has no licence line"
    if not (ast.get_docstring(module.tree) or "").strip():
        yield f"{module.name} has no docstring"


def too_long(module: Module) -> Iterator[str]:
    """A module is a room, not a hall."""
    length = module.source.count("\n")
    if length > LONGEST and module.name.startswith(PACKAGE):
        yield f"{module.name} has {length} lines"


def cycles(modules: Mapping[str, Module]) -> list[tuple[str, ...]]:
    """Groups of modules that import each other in a circle (Tarjan's strongly connected components)."""
    graph = {name: sorted(_targets(module, modules) - {name}) for name, module in modules.items()}
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[tuple[str, ...]] = []

    def visit(name: str) -> None:
        index[name] = low[name] = len(index)
        stack.append(name)
        for target in graph[name]:
            if target not in index:
                visit(target)
                low[name] = min(low[name], low[target])
            elif target in stack:
                low[name] = min(low[name], index[target])
        if low[name] == index[name]:
            group = stack[stack.index(name) :]
            del stack[stack.index(name) :]
            if len(group) > 1:
                found.append(tuple(sorted(group)))

    for name in graph:
        if name not in index:
            visit(name)
    return found


def _targets(module: Module, modules: Mapping[str, Module]) -> set[str]:
    """The modules behind a module's imports: `from a.b import c` is `a.b.c` where that is a module, else `a.b`."""
    found = set()
    for target in module.loaded:
        if target in modules:
            found.add(target)
        elif (parent := target.rpartition(".")[0]) in modules:
            found.add(parent)
    return found


def sources(folder: Path) -> dict[str, Module]:
    """Every module below a folder (or the one file), by its dotted name from the top of the project."""
    paths = [folder] if folder.is_file() else sorted(folder.rglob("*.py"))
    found = {}
    for path in paths:
        parts = list(path.relative_to(ROOT).with_suffix("").parts)
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = Module(name, path.read_text(encoding="utf-8"))
    return found


PROGRAM: Final = sources(ROOT / PACKAGE)
EVERYTHING: Final = {
    **PROGRAM, **sources(ROOT / "main.py"), **sources(ROOT / "tests"), **sources(ROOT / "packaging"),
}  # fmt: skip
Rule = Callable[[Module], Iterator[str]]


@pytest.mark.parametrize(
    "rule", [wrong_imports, libraries_out_of_place, impure_domain, sql_out_of_place, too_long], ids=lambda r: r.__name__
)
def test_the_program_keeps_the_rule(rule: Rule) -> None:
    assert len(PROGRAM) > 100
    assert [wrong for module in PROGRAM.values() for wrong in rule(module)] == []


def test_every_file_of_the_project_has_its_head() -> None:
    assert [wrong for module in EVERYTHING.values() for wrong in without_a_head(module)] == []


def test_there_are_no_circles() -> None:
    assert cycles(PROGRAM) == []


def test_the_entry_point_knows_no_adapter() -> None:
    (main,) = sources(ROOT / "main.py").values()
    assert not [target for target in main.imports if target.split(".")[1:2] and target.split(".")[1] in ADAPTERS]


# --- the rules find what they are there for ---------------------------------------------------------------------

HEAD = "# SPDX-License-Identifier: GPL-3.0-or-later\n"


@pytest.mark.parametrize(
    ("rule", "name", "source"),
    [(wrong_imports, "domain.shift", "from outreach_app.services import vault"),
     (wrong_imports, "domain.shift", "import outreach_app.files"),
     (wrong_imports, "services.vault", "from outreach_app.store.connection import Connection"),
     (wrong_imports, "services.vault", "from outreach_app import files"),
     (wrong_imports, "services.vault", "def f():\n    from outreach_app.crypto import slots\n"),
     (wrong_imports, "store.desk", "from outreach_app.crypto import derivation"),
     (wrong_imports, "mailbox.folder", "import outreach_app.services.ports"),
     (wrong_imports, "ui.pages.pad", "from outreach_app.store import own_shifts"),
     (wrong_imports, "ui.pages.pad", "from outreach_app import bootstrap"),
     (wrong_imports, "ui.pages.pad", "from ...crypto import slots"),
     (wrong_imports, "cli.run", "from outreach_app.formats.hsds import read_hsds"),
     (wrong_imports, "cli.run", "from outreach_app.ui import theme"),
     (wrong_imports, "bootstrap", "from outreach_app.ui import theme"),
     (wrong_imports, "logs", "from outreach_app.domain import errors"),
     (wrong_imports, "services.vault", "if TYPE_CHECKING:\n    from outreach_app.store import desk\n"),
     (wrong_imports, "helpers.common", "x = 1"),
     (libraries_out_of_place, "services.tasks", "from PySide6.QtCore import QObject"),
     (libraries_out_of_place, "services.vault", "import sqlcipher3"),
     (libraries_out_of_place, "store.keys", "from cryptography.hazmat.primitives import hashes"),
     (libraries_out_of_place, "formats.hsds", "import urllib.request"),
     (libraries_out_of_place, "bootstrap", "import socket"),
     (impure_domain, "domain.shift", "import requests"), (impure_domain, "domain.shift", "import random"),
     (impure_domain, "domain.shift", "from pathlib import Path"),
     (impure_domain, "domain.shift", "from datetime import datetime\nx = datetime.now()"),
     (impure_domain, "domain.shift", "from datetime import date\nx = date.today()"),
     (impure_domain, "domain.shift", "x = open('file')"),
     (sql_out_of_place, "services.vault", "x = 'SELECT count(*) FROM shift'"),
     (sql_out_of_place, "ui.desk", "x = '''\n  DELETE FROM shift'''"),
     (too_long, "domain.shift", "x = 1\n" * 451),
     (without_a_head, "domain.shift", "x = 1"), (without_a_head, "domain.shift", HEAD + "x = 1"),
     (without_a_head, "domain.shift", '"""Words."""\n' + HEAD)],
)  # fmt: skip
def test_a_module_that_breaks_a_rule_is_found(rule: Rule, name: str, source: str) -> None:
    assert list(rule(Module(f"{PACKAGE}.{name}", source)))


@pytest.mark.parametrize(
    ("rule", "name", "source"),
    [(wrong_imports, "store.desk", "from outreach_app.domain import errors\nfrom outreach_app.files import disk"),
     (wrong_imports, "cli.run", "from outreach_app import __version__, bootstrap"),
     (wrong_imports, "bootstrap", "from outreach_app.store.desk import DeskFolder"),
     (libraries_out_of_place, "ui.desk", "from PySide6.QtCore import QObject"),
     (impure_domain, "domain.shift", "from datetime import date\nimport hashlib\nx = date(2026, 1, 1)"),
     (sql_out_of_place, "store.desk", "x = 'SELECT count(*) FROM shift'"),
     (sql_out_of_place, "messages", "x = 'Select a zone from the list'"),
     (without_a_head, "domain.shift", HEAD + '"""Words."""\n'),
     (without_a_head, "main", "#!/usr/bin/env python3\n" + HEAD + '"""Words."""\n')],
)  # fmt: skip
def test_a_module_that_keeps_the_rules_is_not(rule: Rule, name: str, source: str) -> None:
    assert list(rule(Module(f"{PACKAGE}.{name}", source))) == []


def test_circles_are_found_through_functions_and_longer_ways() -> None:
    def made(**imports: str) -> dict[str, Module]:
        return {f"{PACKAGE}.{name}": Module(f"{PACKAGE}.{name}", source) for name, source in imports.items()}

    assert cycles(made(a=f"import {PACKAGE}.b", b=f"def f():\n    from {PACKAGE}.a import x\n")) == [
        (f"{PACKAGE}.a", f"{PACKAGE}.b")
    ]
    around = made(a=f"from {PACKAGE} import b", b=f"from {PACKAGE} import c", c=f"from {PACKAGE}.a import f")
    assert cycles(around) == [tuple(around)]
    assert cycles(made(a=f"from {PACKAGE} import b", b="import os")) == []
    for_types = f"from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from {PACKAGE} import a\n"
    assert cycles(made(a=f"from {PACKAGE} import b", b=for_types)) == []
