import pytest

from loaders.returns.forms import FORMS, Form
from loaders.values.reading import KINDS

each_form = pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.kind)


@each_form
def test_every_field_is_of_a_kind_that_can_be_read(form: Form) -> None:
    assert {field.kind for field in form.fields} <= set(KINDS)


@each_form
def test_a_key_is_made_of_columns_without_which_a_file_is_refused(form: Form) -> None:
    assert set(form.key) <= set(form.asked)


@each_form
def test_only_columns_of_numbers_are_added(form: Form) -> None:
    kinds = {field.name: field.kind for field in form.fields}
    assert form.added
    assert {kinds[name] for name in form.added} <= {"count", "tally", "money", "number"}


@each_form
def test_what_a_row_must_have_its_file_must_have(form: Form) -> None:
    required = {field.name for field in form.fields if field.is_required}
    assert required <= set(form.asked)


@each_form
def test_no_column_stands_twice(form: Form) -> None:
    assert len(set(form.columns)) == len(form.columns)


def test_country_rows_of_one_key_break_a_rule_of_their_own() -> None:
    rules = {kind: form.conflict for kind, form in FORMS.items()}
    by_id = "duplicate-id-conflict"
    assert rules == {"deployments": by_id, "programs": by_id, "countries": "duplicate-key", "events": by_id}
