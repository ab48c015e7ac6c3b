-- +goose Up
-- +goose StatementBegin
alter table journal add author_id int;
-- +goose StatementEnd
create unique index journal_author on journal (author_id, written_at);

-- +goose Down
alter table journal drop column author_id;
