"""Pure functions over characters: numerals, units, quantities, bounds, periods. No spaCy in here."""
