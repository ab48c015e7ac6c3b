create table bill (id bigint primary key, patient_id bigint references patient (id), room_id bigint references clinic.room);
