"""Survei Kepuasan Masyarakat after PermenPANRB 14/2017: asked once, answered without a name, counted exactly."""
