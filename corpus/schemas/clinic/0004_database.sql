alter role current_user reset search_path;
alter database postgres set search_path to public;
