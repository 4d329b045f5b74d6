"""Runs Laurel whole on one machine: the same template.yaml, deployed to an emulated AWS, and served."""
