-- Up Migration
alter table journal alter author_id set not null, add foreign key (author_id) references writer;

-- Down Migration
drop table writer;
