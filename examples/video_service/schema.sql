CREATE TABLE IF NOT EXISTS videos (
  name  text PRIMARY KEY,
  owner text NOT NULL,
  bytes bigint NOT NULL
);
