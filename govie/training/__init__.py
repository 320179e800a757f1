"""From annotated sentences and the reports they stand in to a trained pipeline."""
