"""The page for agencies names every rule a return can break, and no rule that is none."""

import ast
import re
from pathlib import Path
from typing import Final

from loaders.returns.forms import FORMS

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = (ROOT / "docs" / "returns.md").read_text(encoding="utf-8")
DOCUMENTED: Final = re.findall(r"^\| `([a-z0-9-]+)` \|(?=[^|]+\|[^|]+\|$)", PAGE, re.MULTILINE)
# Rules of one word look like any other word; they are asked for one by one.
ONE_WORD: Final = {"encrypted", "truncated", "encoding", "preamble", "mojibake", "antimeridian"}
# Words joined by a dash that are no rules: names of IATI, encodings, words for no end.
OTHERS: Final = re.compile(
    r"(utf|latin|iati|reporting|recipient|activity|participating|related|transaction|provider|receiver|iso|default)-.*"
    r"|on-going|open-ended|[\d-]+"
)
# Rules of publishers' own layouts, which are no returns.
ELSEWHERE: Final = ("grids.py",)


def _texts() -> set[str]:
    modules = [path for part in ("formats", "values", "returns") for path in (ROOT / "loaders" / part).glob("*.py")]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (*modules, ROOT / "loaders" / "sandbox.py")
             if path.name not in ELSEWHERE]  # fmt: skip
    nodes = [node for tree in trees for node in ast.walk(tree)]
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_page_names_every_rule_and_no_other() -> None:
    texts = _texts()
    rules = {text for text in texts if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", text) and not OTHERS.fullmatch(text)}
    assert texts >= ONE_WORD
    assert set(DOCUMENTED) == rules | ONE_WORD


def test_page_names_every_rule_once() -> None:
    assert len(DOCUMENTED) == len(set(DOCUMENTED))


def test_page_names_the_columns_each_form_asks_for() -> None:
    for form in FORMS.values():
        required = [field.name for field in form.fields if field.is_required]
        assert f"| `{form.kind}` | {form.grain} | {', '.join(form.asked)} | {', '.join(required)} |" in PAGE


def test_readme_leads_to_the_page() -> None:
    assert "(docs/returns.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
