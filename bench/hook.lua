-- SPDX-License-Identifier: Apache-2.0
-- wrk ... -s hook.lua URL -- BYTES PAUSE_MS [header=value ...]
-- Posts a hook call of Claude Code with this much text; no two calls are the same. Each connection waits between the
-- answer and its next call, half as long up to half as long again, so that they do not call in step.
-- Prints one RESULT line with counts and latencies in microseconds.

local line = "public Order place(Cart cart, Customer customer) { return repository.save(new Order(customer.id())); } "
local head = '{"session_id":"3f0c7b1e-5a52-4d0e-9c7b-0a1b2c3d4e5f","cwd":"/srv/work/shop","permission_mode":"default",'
    .. '"hook_event_name":"BENCH","tool_name":"Bash","prompt_id":"975b99c2-e13b-410d-9d71-98000dbe7f05","prompt":"'
local text, pause
local number = 0

function init(args)
  local bytes = tonumber(args[1])
  pause = tonumber(args[2])
  text = line:rep(math.ceil(bytes / #line)):sub(1, bytes)
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  for i = 3, #args do
    local name, value = args[i]:match("^([^=]+)=(.*)$")
    wrk.headers[name] = value
  end
  -- No run repeats the numbers of another.
  number = os.time() % 1000000 * 1000000
  math.randomseed(number)
end

function request()
  number = number + 1
  return wrk.format(nil, nil, nil, head .. string.format("%012d: ", number) .. text .. '"}')
end

function delay()
  return pause == 0 and 0 or math.random(math.ceil(pause / 2), math.ceil(pause * 1.5))
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d/%d/%d\n",
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    e.status, e.connect + e.read + e.write, e.timeout))
end
