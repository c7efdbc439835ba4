"""Benchmarks: how fast the dashboard is beside a near-empty page and a page as tutorials teach it."""
