"""Examples may take long on a busy machine; time is measured elsewhere."""

from hypothesis import settings

settings.register_profile("calm", deadline=None)
settings.load_profile("calm")
