-- An as-of build makes schemas of its own; the publisher reads their marts for an extract as of that time.
alter default privileges for role wps_transformer grant usage on schemas to wps_publisher;
