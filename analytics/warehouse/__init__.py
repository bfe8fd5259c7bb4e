"""The warehouse: the only place that opens DuckDB and the only home of SQL.

`store` opens it and hands out cursors, `migrate` keeps its shape, `projects` and
`manifests` write, `models` builds what metrics read, `reads` answers questions.
"""
