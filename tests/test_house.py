"""What no linter can hold: table names, refusal texts, no SQL from strings, sizes, a name on every control."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "spidesk"
MODULES = sorted(PACKAGE.rglob("*.py"))
ROOMS = ("person", "intake", "contact", "mail", "worklist", "admin")


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def _calls(tree: ast.AST, name: str) -> list[ast.Call]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            target = node.func
            called = target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")
            if called == name:
                found.append(node)
    return found


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_every_module_opens_with_a_docstring_and_stays_readable(path):
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(_tree(path)), "a module says what it is for"
    assert text.count("\n") <= 400, "past 400 lines a module is two"


def test_no_folder_holds_more_than_fourteen_files():
    crowded = {}
    for folder in {path.parent for path in MODULES}:
        count = sum(1 for one in folder.iterdir() if one.is_file())
        if count > 14:
            crowded[_name(folder)] = count
    assert not crowded


def test_a_tables_name_starts_with_its_rooms():
    wrong = []
    for path in MODULES:
        if "migrations" in path.parts:
            continue
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        prefixes = ("vault_", "audit_") if room == "vault" else (f"{room}_",)
        for call in _calls(_tree(path), "Table"):
            first = call.args[0] if call.args else None
            if isinstance(first, ast.Constant) and not str(first.value).startswith(prefixes):
                wrong.append((_name(path), first.value))
    assert not wrong


def test_every_refusal_has_a_swedish_text():
    from spidesk import wording

    known = wording.texts()
    missing = []
    for path in MODULES:
        for call in _calls(_tree(path), "Refusal"):
            first = call.args[0] if call.args else None
            if isinstance(first, ast.Constant) and first.value not in known:
                missing.append((_name(path), first.value))
    assert not missing


def test_every_refusal_text_can_be_filled_and_speaks_to_a_person():
    from spidesk import wording

    for code, sentence in wording.texts().items():
        assert re.fullmatch(r"[a-z_]+\.[a-z0-9_]+", code), code
        assert sentence.rstrip()[-1] in ".?!:", code
        assert "{}" not in sentence, code


SQL = re.compile(r"^\s*(select|insert|update|delete|create|drop|alter)\b.*\b(from|into|set|table|index)\b", re.I | re.S)


def test_no_sql_is_built_from_strings():
    found = []
    for path in MODULES:
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.JoinedStr):
                literal = "".join(str(one.value) for one in node.values if isinstance(one, ast.Constant))
                if SQL.search(literal):
                    found.append((_name(path), node.lineno))
            if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Mod, ast.Add)):
                left = node.left
                if isinstance(left, ast.Constant) and isinstance(left.value, str) and SQL.search(left.value):
                    found.append((_name(path), node.lineno))
        if "migrations" not in path.parts and "vault" not in path.parts and _calls(_tree(path), "text"):
            imported = [n for n in ast.walk(_tree(path)) if isinstance(n, ast.ImportFrom) and n.module == "sqlalchemy"]
            if any(alias.name == "text" for one in imported for alias in one.names):
                found.append((_name(path), "sqlalchemy.text"))
    assert not found


def test_rooms_have_the_house_floors():
    allowed = {"__init__", "rules", "records", "document", "actions", "page"}
    extra = {"person": {"identity", "index", "guard", "text"}}
    for room in ROOMS:
        names = {
            one.stem if one.is_file() else one.name
            for one in (PACKAGE / room).iterdir()
            if one.name != "__pycache__" and (one.suffix == ".py" or one.is_dir())
        }
        assert {"__init__", "rules", "actions", "page"} <= names | {"rules"}, room
        unknown = names - allowed - extra.get(room, set())
        assert not unknown, (room, unknown)


def test_nothing_points_outside_the_project():
    """The project stands alone: no path of the machine it was written on, no registry host."""
    needles = (
        "/work/" + "shared",
        "../" + "shared",
        "/tmp/" + "proto",
        "pypi" + ".org",
        "python" + "hosted",
        "deb." + "debian",
    )
    suffixes = {".py", ".toml", ".md", ".txt", ".in", ".json", ".svg", ""}
    found = []
    for folder in ("spidesk", "resources", "installers", "tests", ".ci"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix in suffixes and "__pycache__" not in path.parts:
                text = path.read_bytes()
                found += [(_name(path), needle) for needle in needles if needle.encode() in text]
    for name in ("pyproject.toml", "README.md"):
        text = (ROOT / name).read_bytes()
        found += [(name, needle) for needle in needles if needle.encode() in text]
    assert not found


def test_the_log_and_the_screen_are_never_given_values():
    """No `print` outside the command line and no logging of values: a log line is a leak that lasts."""
    found = []
    for path in MODULES:
        if path.name in ("cli.py", "__main__.py") or "demo" in path.parts:
            continue
        tree = _tree(path)
        found += [(_name(path), call.lineno) for call in _calls(tree, "print") if isinstance(call.func, ast.Name)]
        for node in ast.walk(tree):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                names = [alias.name for alias in node.names] + [getattr(node, "module", "") or ""]
                if "logging" in names:
                    found.append((_name(path), node.lineno))
    assert not found
