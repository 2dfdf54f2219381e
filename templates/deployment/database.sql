-- Once, as a superuser of PostgreSQL 15 or newer. The application's role owns nothing:
-- an owner could disable the triggers that freeze what is published.
CREATE ROLE "{{ name }}_owner" LOGIN CREATEDB PASSWORD 'CHANGE-ME';
CREATE ROLE "{{ name }}" LOGIN PASSWORD 'CHANGE-ME';
CREATE DATABASE "{{ name }}" OWNER "{{ name }}_owner";
REVOKE TEMPORARY ON DATABASE "{{ name }}" FROM PUBLIC;
\connect "{{ name }}"
ALTER SCHEMA public OWNER TO "{{ name }}_owner";
GRANT USAGE ON SCHEMA public TO "{{ name }}";
-- Whatever a version brings.
ALTER DEFAULT PRIVILEGES FOR ROLE "{{ name }}_owner" IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "{{ name }}";
ALTER DEFAULT PRIVILEGES FOR ROLE "{{ name }}_owner" IN SCHEMA public
  GRANT USAGE ON SEQUENCES TO "{{ name }}";
