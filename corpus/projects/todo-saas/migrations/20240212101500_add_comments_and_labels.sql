CREATE TABLE "comment" (
  "id" uuid NOT NULL DEFAULT gen_random_uuid(),
  "organization_id" text NOT NULL,
  "todo_id" uuid NOT NULL,
  "author_id" text NOT NULL,
  "body" text NOT NULL,
  "created_at" timestamptz NOT NULL DEFAULT now(),
  "updated_at" timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY ("id"),
  CONSTRAINT "comment_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id") ON DELETE CASCADE,
  CONSTRAINT "comment_todo_id_fkey" FOREIGN KEY ("todo_id") REFERENCES "todo" ("id") ON DELETE CASCADE,
  CONSTRAINT "comment_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "user" ("id") ON DELETE CASCADE
);
CREATE INDEX "comment_todo_id_idx" ON "comment" ("todo_id", "created_at");
CREATE INDEX "comment_organization_id_idx" ON "comment" ("organization_id");
CREATE INDEX "comment_author_id_idx" ON "comment" ("author_id");

CREATE TABLE "label" (
  "id" uuid NOT NULL DEFAULT gen_random_uuid(),
  "organization_id" text NOT NULL,
  "name" text NOT NULL,
  "color" text NOT NULL DEFAULT '#888888',
  "created_at" timestamptz NOT NULL DEFAULT now(),
  "updated_at" timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY ("id"),
  CONSTRAINT "label_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id") ON DELETE CASCADE
);
CREATE UNIQUE INDEX "label_organization_id_name_key" ON "label" ("organization_id", "name");

CREATE TABLE "todo_label" (
  "todo_id" uuid NOT NULL,
  "label_id" uuid NOT NULL,
  PRIMARY KEY ("todo_id", "label_id"),
  CONSTRAINT "todo_label_todo_id_fkey" FOREIGN KEY ("todo_id") REFERENCES "todo" ("id") ON DELETE CASCADE,
  CONSTRAINT "todo_label_label_id_fkey" FOREIGN KEY ("label_id") REFERENCES "label" ("id") ON DELETE CASCADE
);
CREATE INDEX "todo_label_label_id_idx" ON "todo_label" ("label_id");
