-- SPDX-License-Identifier: Apache-2.0
-- wrk ... -s post.lua URL -- 2k|100k same|new [header=value ...]
-- Posts a coding conversation in the shape of Anthropic Messages: 2k does not stream, 100k does.
-- "same" sends the same bytes every time; "new" begins the last message with a number that counts up, as an agent's
-- next turn brings a new last message behind an old conversation.
-- Prints one RESULT line with counts and latencies in microseconds.

local code = [[
public final class OrderService {
    private final OrderRepository repository;
    public Order place(Cart cart, Customer customer) {
        if (cart.isEmpty()) { throw new IllegalArgumentException("cart is empty: \"" + cart.id() + "\""); }
        var total = cart.lines().stream().mapToLong(l -> l.quantity() * l.unitPrice()).sum();
        return repository.save(new Order(customer.id(), total, Instant.now()));
    }
}
]]

local function quote(text)
  return '"' .. text:gsub("\\", "\\\\"):gsub('"', '\\"'):gsub("\n", "\\n") .. '"'
end

local function message(role, content)
  return '{"role":"' .. role .. '","content":' .. quote(content) .. "}"
end

-- The body in two halves; between them stands the number.
local function conversation(size, stream)
  local head = '{"model":"claude-sonnet-4-5","max_tokens":1024,"stream":' .. tostring(stream)
      .. ',"system":[{"type":"text","text":"You are a coding agent. Answer with minimal diffs. "}],"messages":['
  local last = ',{"role":"user","content":"Tool result, run '
  local tail = '}],"metadata":{"user_id":"user_0001"}}'
  local messages = { message("user", "Refactor this class, step 0:\n" .. code) }
  local length = #head + #messages[1] + #last + #tail
  local step = 0
  while length < size - 3000 do
    step = step + 1
    local turn = "," .. message("assistant", "I read the file and here is step " .. step .. ":\n" .. code)
        .. "," .. message("user", "Tool result " .. step .. ":\n" .. code)
    messages[#messages + 1] = turn
    length = length + #turn
  end
  local room = size - length - 20
  local text = quote(code:rep(math.ceil(room / #code))):sub(2, room)
  text = text:gsub("\\+$", "")
  return head .. table.concat(messages) .. last, text .. '"' .. tail
end

local before, behind
local number = 0

function init(args)
  local size = ({ ["2k"] = 2048, ["100k"] = 102400 })[args[1]]
  before, behind = conversation(size, args[1] == "100k")
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  for i = 3, #args do
    local name, value = args[i]:match("^([^=]+)=(.*)$")
    wrk.headers[name] = value
  end
  if args[2] == "new" then
    -- No run repeats the numbers of another.
    number = os.time() % 1000000 * 1000000
    request = function()
      number = number + 1
      return wrk.format(nil, nil, nil, before .. string.format("%012d: ", number) .. behind)
    end
  else
    wrk.body = before .. string.format("%012d: ", 0) .. behind
  end
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format("RESULT %d %d %d %d/%d/%d\n",
    summary.requests, latency:percentile(50), latency:percentile(99),
    e.status, e.connect + e.read + e.write, e.timeout))
end
