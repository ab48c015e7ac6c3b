create table room (
  id bigint generated always as identity primary key,
  number text not null unique,
  doctor_id bigint references public.doctor (id)
);
create index room_doctor_idx on room (doctor_id);
