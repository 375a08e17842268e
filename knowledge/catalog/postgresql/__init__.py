"""All that knows PostgreSQL: its server, its postings, its way to write what SQL leaves open."""
