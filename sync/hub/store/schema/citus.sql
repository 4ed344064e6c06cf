-- Spreads a hub's tables over the machines of a Citus cluster: kiosk tables by kiosk, frame tables whole on
-- every machine, desk tables on the coordinator (where others can see them). A table's class is the first
-- word of its comment. Run on the coordinator, in the hub's own schema; what is spread already stays as it is,
-- so it may be run again. A hub that migrates a spread database runs these statements itself.
--
-- Before it, once: SELECT citus_set_coordinator_host('...'); SELECT citus_add_node('...', 5432); a machine each.

SELECT create_reference_table(c.oid::regclass)
    FROM pg_class c
    WHERE c.relkind = 'r' AND c.relnamespace = to_regnamespace(current_schema()::text)
        AND obj_description(c.oid, 'pg_class') LIKE 'frame:%'
        AND NOT EXISTS (SELECT 1 FROM pg_dist_partition p WHERE p.logicalrel = c.oid)
    ORDER BY c.relname;

SELECT create_distributed_table(c.oid::regclass, 'kiosk_id',
        colocate_with => CASE c.relname WHEN 'kiosk' THEN 'none' ELSE 'kiosk' END)
    FROM pg_class c
    WHERE c.relkind = 'r' AND c.relnamespace = to_regnamespace(current_schema()::text)
        AND obj_description(c.oid, 'pg_class') LIKE 'kiosk:%'
        AND NOT EXISTS (SELECT 1 FROM pg_dist_partition p WHERE p.logicalrel = c.oid)
    ORDER BY c.relname <> 'kiosk', c.relname;

SELECT citus_add_local_table_to_metadata(c.oid::regclass)
    FROM pg_class c
    WHERE c.relkind = 'r' AND c.relnamespace = to_regnamespace(current_schema()::text)
        AND obj_description(c.oid, 'pg_class') LIKE 'desk:%'
        AND NOT EXISTS (SELECT 1 FROM pg_dist_partition p WHERE p.logicalrel = c.oid)
    ORDER BY c.relname;
