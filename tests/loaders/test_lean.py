import subprocess
import sys
from pathlib import Path


def _printed(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_arrays_are_made_without_pandas() -> None:
    made = "import sys, pyarrow as pa; print(pa.array([1, 2]).to_pylist(), pa.scalar('a'), 'pandas' in sys.modules)"
    assert _printed(f"from loaders.lean import leave_pandas_out; leave_pandas_out(); {made}") == "[1, 2] a False"


def test_what_asks_for_pandas_itself_still_finds_it() -> None:
    asked = "import pandas; print(pandas.Series([1, 2]).sum())"
    assert _printed(f"from loaders.lean import leave_pandas_out; leave_pandas_out(); {asked}") == "3"


def test_a_pandas_that_is_there_already_stays() -> None:
    asked = "import pyarrow as pa; print(pa.array(pandas.Series([1, 2])).to_pylist())"
    assert (
        _printed(f"import pandas; from loaders.lean import leave_pandas_out; leave_pandas_out(); {asked}") == "[1, 2]"
    )


def test_a_return_is_checked_without_pandas(tmp_path: Path) -> None:
    checked = (
        "import sys; from pathlib import Path; Path(sys.argv[1], 'a.csv').write_text("
        "'id,country,date,type,source\\n1,AFG,2009-01-02,clash,Example\\n'); from loaders.__main__ import main; "
        "main(['check', '--here', '--kind', 'events', '--path', sys.argv[1] + '/a.csv']); "
        "print('pandas' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", checked, tmp_path], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert "1 accepted" in said[0]
    assert said[-1] == "False"


def test_functions_work_without_help_on_their_options() -> None:
    asked = (
        "import sys; print('pydoc' in sys.modules); import pyarrow as pa, pyarrow.compute as pc; "
        "print(pc.index_in(pa.array(['b']), value_set=pa.array(['a', 'b'])).to_pylist(), "
        "pc.index_in.__doc__.split('.')[0])"
    )
    said = _printed(f"from loaders.lean import leave_help_out; leave_help_out(); {asked}").splitlines()
    assert said == ["False", "[1] Return index of each element in a set of values"]


def test_help_that_is_there_already_stays() -> None:
    asked = "print('value_set' in pc.index_in.__doc__)"
    begun = "import pyarrow.compute as pc; from loaders.lean import leave_help_out; leave_help_out()"
    assert _printed(f"{begun}; {asked}") == "True"
