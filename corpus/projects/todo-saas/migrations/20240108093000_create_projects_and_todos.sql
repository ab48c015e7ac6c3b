CREATE TABLE "project" (
  "id" uuid NOT NULL DEFAULT gen_random_uuid(),
  "organization_id" text NOT NULL,
  "key" text NOT NULL,
  "name" text NOT NULL,
  "archived_at" timestamptz NULL,
  "created_at" timestamptz NOT NULL DEFAULT now(),
  "updated_at" timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY ("id"),
  CONSTRAINT "project_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id") ON DELETE CASCADE
);
CREATE UNIQUE INDEX "project_organization_id_key_key" ON "project" ("organization_id", "key");

CREATE TABLE "todo" (
  "id" uuid NOT NULL DEFAULT gen_random_uuid(),
  "organization_id" text NOT NULL,
  "project_id" uuid NULL,
  "assignee_id" text NULL,
  "created_by" text NOT NULL,
  "title" text NOT NULL,
  "description" text NULL,
  "status" text NOT NULL DEFAULT 'open',
  "priority" integer NOT NULL DEFAULT 0,
  "position" integer NOT NULL DEFAULT 0,
  "due_at" timestamptz NULL,
  "completed_at" timestamptz NULL,
  "created_at" timestamptz NOT NULL DEFAULT now(),
  "updated_at" timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY ("id"),
  CONSTRAINT "todo_status_check" CHECK ("status" IN ('open', 'in_progress', 'done')),
  CONSTRAINT "todo_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id") ON DELETE CASCADE,
  CONSTRAINT "todo_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project" ("id") ON DELETE SET NULL,
  CONSTRAINT "todo_assignee_id_fkey" FOREIGN KEY ("assignee_id") REFERENCES "user" ("id") ON DELETE SET NULL,
  CONSTRAINT "todo_created_by_fkey" FOREIGN KEY ("created_by") REFERENCES "user" ("id") ON DELETE CASCADE
);
CREATE INDEX "todo_organization_id_status_idx" ON "todo" ("organization_id", "status", "created_at" DESC);
CREATE INDEX "todo_project_id_idx" ON "todo" ("project_id", "position");
CREATE INDEX "todo_assignee_id_idx" ON "todo" ("assignee_id");
CREATE INDEX "todo_created_by_idx" ON "todo" ("created_by");
