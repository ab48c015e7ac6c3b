-- atlas:txmode none

CREATE INDEX CONCURRENTLY "activity_organization_id_kind_idx" ON "activity" ("organization_id", "kind", "id" DESC);
