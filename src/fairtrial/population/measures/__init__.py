"""Quality measures CMS128 and CMS159, from FHIR as their logic reads it, or from history tables as far as
these tell."""
