-- From the next connection on, names without a schema are made in clinic.
create schema clinic;
create table patient (id bigint primary key, name text not null);
alter role current_user set search_path = clinic, public;
create table doctor (id bigint primary key);
