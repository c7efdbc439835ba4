"""The dashboard: one sealed release and one scope in, screens, briefs and exports out."""
