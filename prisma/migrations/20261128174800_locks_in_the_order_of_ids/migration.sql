-- The append takes its locks by updating, in the order in which its plan finds the conversations. By an index scan that is
-- the order of their ids, as everywhere; by a bitmap it is where they lie in the table. On a table that was never analysed
-- the bitmap is what is planned, and the plan is kept: two appends could then wait for each other in a circle.
alter function append_new_messages(uuid[], int[], int[], int[], uuid[], uuid[], uuid[], text[], uuid[])
  set enable_bitmapscan = off;
