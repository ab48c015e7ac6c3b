CREATE TABLE "plan" (
  "id" text NOT NULL,
  "name" text NOT NULL,
  "max_members" integer NULL,
  "monthly_price_cents" integer NOT NULL,
  PRIMARY KEY ("id")
);

CREATE TABLE "subscription" (
  "organization_id" text NOT NULL,
  "plan_id" text NOT NULL DEFAULT 'free',
  "renews_at" timestamptz NULL,
  "created_at" timestamptz NOT NULL DEFAULT now(),
  "updated_at" timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY ("organization_id"),
  CONSTRAINT "subscription_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id") ON DELETE CASCADE,
  CONSTRAINT "subscription_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plan" ("id") ON DELETE RESTRICT
);
CREATE INDEX "subscription_plan_id_idx" ON "subscription" ("plan_id");

CREATE TABLE "api_key" (
  "id" uuid NOT NULL DEFAULT gen_random_uuid(),
  "organization_id" text NOT NULL,
  "name" text NOT NULL,
  "hashed_key" text NOT NULL,
  "last_used_at" timestamptz NULL,
  "revoked_at" timestamptz NULL,
  "created_at" timestamptz NOT NULL DEFAULT now(),
  "updated_at" timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY ("id"),
  CONSTRAINT "api_key_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id") ON DELETE CASCADE
);
CREATE UNIQUE INDEX "api_key_hashed_key_key" ON "api_key" ("hashed_key");
CREATE INDEX "api_key_organization_id_idx" ON "api_key" ("organization_id");

INSERT INTO "plan" ("id", "name", "max_members", "monthly_price_cents") VALUES
  ('free', 'Free', 5, 0),
  ('team', 'Team', 50, 900),
  ('business', 'Business', NULL, 2900);
