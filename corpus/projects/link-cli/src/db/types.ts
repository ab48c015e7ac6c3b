import type { Generated, Selectable } from 'kysely';

export interface Folder {
  id: Generated<number>;
  parent_id: number | null;
  name: string;
}

export interface Link {
  id: Generated<number>;
  folder_id: number | null;
  url: string;
  title: string;
  note: string | null;
  read_at: string | null;
  created_at: Generated<string>;
}

export interface Tag {
  id: Generated<number>;
  name: string;
}

export interface LinkTag {
  link_id: number;
  tag_id: number;
}

export interface Visit {
  id: Generated<number>;
  link_id: number;
  status: number;
  visited_at: Generated<string>;
}

export interface Setting {
  key: string;
  value: string;
}

export interface Database {
  folder: Folder;
  link: Link;
  tag: Tag;
  link_tag: LinkTag;
  visit: Visit;
  setting: Setting;
}

export type LinkRow = Selectable<Link>;
