alter table clinic.room add column beds integer not null default 1 check (beds > 0);
create table clinic.stay (
  patient_id bigint not null references public.patient (id) on delete cascade,
  room_id bigint not null references room (id),
  since date not null,
  primary key (patient_id, since)
);
alter table room rename column number to label;
