"""The floor: the least a Streamlit page can do, one choice and one text; its numbers are counted beforehand."""

import json
import os
from pathlib import Path

import streamlit as st

people = json.loads((Path(os.environ["BENCHMARK_FOLDER"]) / "people.json").read_text(encoding="utf-8"))
region = st.sidebar.selectbox("Region", list(people))
st.subheader(f"Civilians deployed: {people[region]:,}")
