-- SPDX-License-Identifier: Apache-2.0
-- wrk ... -s post.lua URL -- 2k|2k-streamed|100k same|new anthropic|chat|responses|gemini [header=value ...]
-- Posts a coding conversation in the shape of a vendor's API: 2k does not stream, the others do.
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

-- How each API writes a conversation: the path, what stands before the messages, a message, the last one up to its text,
-- and what stands behind that text.
local system = '"You are a coding agent. Answer with minimal diffs. "'
local formats = {
  anthropic = {
    path = function() return "/v1/messages" end,
    head = function(stream)
      return '{"model":"claude-sonnet-4-5","max_tokens":1024,"stream":' .. tostring(stream)
          .. ',"system":[{"type":"text","text":' .. system .. '}],"messages":['
    end,
    message = function(role, text) return '{"role":"' .. role .. '","content":' .. text .. "}" end,
    last = '{"role":"user","content":',
    tail = '}],"metadata":{"user_id":"user_0001"}}',
  },
  chat = {
    path = function() return "/v1/chat/completions" end,
    head = function(stream)
      return '{"model":"gpt-4o-mini","max_tokens":1024,"stream":' .. tostring(stream)
          .. ',"messages":[{"role":"system","content":' .. system .. "},"
    end,
    message = function(role, text) return '{"role":"' .. role .. '","content":' .. text .. "}" end,
    last = '{"role":"user","content":',
    tail = '}],"user":"user_0001"}',
  },
  responses = {
    path = function() return "/v1/responses" end,
    head = function(stream)
      return '{"model":"gpt-4o-mini","max_output_tokens":1024,"stream":' .. tostring(stream)
          .. ',"instructions":' .. system .. ',"input":['
    end,
    message = function(role, text)
      local kind = role == "user" and "input_text" or "output_text"
      return '{"type":"message","role":"' .. role .. '","content":[{"type":"' .. kind .. '","text":' .. text .. "}]}"
    end,
    last = '{"type":"message","role":"user","content":[{"type":"input_text","text":',
    tail = '}]}],"store":false}',
  },
  gemini = {
    path = function(stream)
      return "/v1beta/models/gemini-2.5-pro:" .. (stream and "streamGenerateContent?alt=sse" or "generateContent")
    end,
    head = function()
      return '{"systemInstruction":{"parts":[{"text":' .. system
          .. '}]},"generationConfig":{"maxOutputTokens":1024},"contents":['
    end,
    message = function(role, text)
      return '{"role":"' .. (role == "user" and "user" or "model") .. '","parts":[{"text":' .. text .. "}]}"
    end,
    last = '{"role":"user","parts":[{"text":',
    tail = "}]}]}",
  },
}

-- The body in two halves; between them stands the number.
local function conversation(format, size, stream)
  local function message(role, content)
    return format.message(role, quote(content))
  end
  local head = format.head(stream)
  local last = "," .. format.last .. '"Tool result, run '
  local tail = format.tail
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
  local size = ({ ["2k"] = 2048, ["2k-streamed"] = 2048, ["100k"] = 102400 })[args[1]]
  local stream = args[1] ~= "2k"
  local format = formats[args[3]]
  before, behind = conversation(format, size, stream)
  wrk.method = "POST"
  wrk.path = format.path(stream)
  wrk.headers["Content-Type"] = "application/json"
  for i = 4, #args do
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
