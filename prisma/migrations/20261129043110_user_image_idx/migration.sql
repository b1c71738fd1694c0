-- without a transaction
create index concurrently if not exists user_image_idx on "user" using hash (image);
