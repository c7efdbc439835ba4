"""The baseline: the same questions answered the way tutorials teach it, with st_folium and st.plotly_chart."""

import json
import os
from pathlib import Path

import folium
import pandas as pd
import plotly.express as px
import streamlit as st
from streamlit_folium import st_folium

DATA = Path(os.environ["BENCHMARK_FOLDER"]) / "data"
RAW = DATA / "exercise" / "ex-2011-09-15"
TODAY = pd.Timestamp("2011-09-15")

st.set_page_config(page_title="Crisis dashboard", layout="wide")


@st.cache_data
def load_tables() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Read the raw files once; give every row the name of its region."""
    regions = pd.read_csv(DATA / "raw" / "reference" / "regions.csv")
    names = regions[regions["taxonomy_code"] == "BUREAU"].set_index("region_code")["region_name"]
    members = pd.read_csv(DATA / "raw" / "reference" / "country_regions.csv")
    members = members[(members["taxonomy_code"] == "BUREAU") & members["end_date"].isna()]
    region_of = members.set_index("country_code")["region_code"].map(names)
    countries = pd.read_csv(DATA / "raw" / "reference" / "countries.csv").set_index("country_code")
    tables = []
    for name in ("deployments", "events", "transactions"):
        table = pd.read_csv(RAW / f"{name}.csv", low_memory=False)
        table["Region"] = table["Country"].map(region_of)
        tables.append(table)
    deployments, events, transactions = tables
    for column in ("From", "To"):
        deployments[column] = pd.to_datetime(deployments[column], format="ISO8601")
    return deployments, events, transactions, countries


@st.cache_data
def load_outlines() -> dict[str, object]:
    """Read the outlines of the countries once."""
    outlines: dict[str, object] = json.loads((DATA / "boundaries" / "world.json").read_text(encoding="utf-8"))
    return outlines


deployments, events, transactions, countries = load_tables()
regions = sorted(deployments["Region"].dropna().unique())
region = st.sidebar.selectbox("Region", ["All", *regions])
if region != "All":
    deployments = deployments[deployments["Region"] == region]
    events = events[events["Region"] == region]
    transactions = transactions[transactions["Region"] == region]

tours = deployments[(deployments["Measure"] == "TOUR") & (deployments["Stage"] == "ACTUAL")]
serving = tours[(tours["From"] <= TODAY) & (tours["To"].isna() | (tours["To"] >= TODAY))]
st.title("Crisis dashboard")
st.subheader(f"Civilians deployed: {int(serving['People'].sum()):,}")

recent = events[events["Date"] > "2010-09-15"]
by_country = recent.groupby("Country").size().reset_index(name="Events")
world = folium.Map(location=[15, 20], zoom_start=2, tiles=None)
choropleth = folium.Choropleth(
    geo_data=load_outlines(),
    data=by_country,
    columns=["Country", "Events"],
    key_on="feature.id",
    fill_color="YlOrRd",
    nan_fill_color="white",
    legend_name="Events, last 12 months",
)
# Its legend alone would load d3 from the internet, which is not reached here.
for name in [name for name in choropleth._children if name.startswith("color_map")]:
    del choropleth._children[name]
choropleth.add_to(world)
for _, tour in serving.iterrows():
    place = countries.loc[tour["Country"]]
    folium.Marker(
        [float(place["label_lat"]), float(place["label_lon"])],
        popup=f"{tour['Agency']}, {tour['Component']}: {tour['People']:.0f}",
        tooltip=place["country_name"],
    ).add_to(world)
st_folium(world, use_container_width=True, height=500)

newest = tours.sort_values("From", ascending=False).head(150)
newest = newest.assign(To=newest["To"].fillna(TODAY), Tour=newest["Country"] + " " + newest["Row"])
st.plotly_chart(px.timeline(newest, x_start="From", x_end="To", y="Tour", color="Agency", height=600))

obligated = transactions[transactions["Stage"] == "OBLIGATED"]
money = obligated.groupby(["Fiscal year", "Agency"], as_index=False)["Amount"].sum()
st.plotly_chart(px.bar(money, x="Fiscal year", y="Amount", color="Agency", height=400))
