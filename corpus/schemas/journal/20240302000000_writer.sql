create table writer (id serial primary key, full_name text unique);
