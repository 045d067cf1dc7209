"""``python -m conformance.schemas`` rewrites the schemas from the types; a test proves that they are up to date."""

from conformance.schemas import DOCUMENTS, schema_file, schema_text

for name in DOCUMENTS:
    schema_file(name).write_text(schema_text(name), encoding="utf-8")
