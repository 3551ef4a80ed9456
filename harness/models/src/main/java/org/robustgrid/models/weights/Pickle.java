package org.robustgrid.models.weights;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.robustgrid.models.graph.Refused;

/**
 * A pickle read by a machine that executes nothing: it knows lists, tuples, dicts, numbers and
 * text, and of callables the few that make a state dict. Every other name is refused as soon as it
 * is read.
 *
 * <p>Opcodes are those of Python's {@code pickletools}, protocols 0 to 5.
 */
final class Pickle {

  /** A name that is known; it is never called. */
  record Global(String module, String name) {
    @Override
    public String toString() {
      return module + "." + name;
    }
  }

  record Tuple(List<Object> items) {}

  /** Part of a storage: numbers at offset + Σ index · stride. */
  record Tensor(Storage storage, long offset, long[] shape, long[] stride) {}

  /**
   * A storage of numbers.
   *
   * @param key its name in the archive
   * @param count numbers that it is said to hold
   * @param start the first of them in the storage of that name
   */
  record Storage(String key, ElementType type, long count, long start) {}

  private static final Object NONE = "None of Python".toCharArray();
  private static final Object MARK = "mark".toCharArray();

  private static final Map<String, String> KNOWN =
      Map.of(
          "collections.OrderedDict", "dict",
          "torch._utils._rebuild_tensor_v2", "tensor",
          "torch._utils._rebuild_tensor", "tensor",
          "torch._utils._rebuild_parameter", "parameter",
          "torch.nn.parameter.Parameter", "parameter",
          "torch._tensor._rebuild_from_type_v2", "typed",
          "torch.Size", "size",
          "torch.torch.Size", "size");

  private final ByteBuffer in;
  private final List<Object> stack = new ArrayList<>();
  private final Map<Long, Object> memo = new HashMap<>();

  private Pickle(ByteBuffer in) {
    this.in = in;
  }

  /**
   * Reads one object.
   *
   * @param in positioned behind it afterwards; little-endian
   * @throws Refused when it is malformed or names what is not known
   */
  static Object read(ByteBuffer in) {
    try {
      return new Pickle(in.order(ByteOrder.LITTLE_ENDIAN)).run();
    } catch (java.nio.BufferUnderflowException e) {
      throw new Refused("is a truncated pickle: it ends in the middle", e);
    } catch (IndexOutOfBoundsException | ClassCastException | NumberFormatException e) {
      throw new Refused("is a malformed pickle: " + e.getMessage(), e);
    }
  }

  private static Refused malformed(String why) {
    return new Refused("is a malformed pickle: " + why);
  }

  private void push(Object value) {
    stack.add(value);
  }

  private Object pop() {
    if (stack.isEmpty()) {
      throw malformed("it takes from an empty stack");
    }
    return stack.remove(stack.size() - 1);
  }

  private Object top() {
    if (stack.isEmpty()) {
      throw malformed("it reads an empty stack");
    }
    return stack.get(stack.size() - 1);
  }

  private List<Object> popToMark() {
    int at = stack.lastIndexOf(MARK);
    if (at < 0) {
      throw malformed("a mark is missing on its stack");
    }
    List<Object> items = new ArrayList<>(stack.subList(at + 1, stack.size()));
    stack.subList(at, stack.size()).clear();
    return items;
  }

  private Object run() {
    while (true) {
      int code = in.get() & 0xff;
      switch (code) {
        case 0x80 -> in.get();
        case 0x95 -> in.getLong();
        case '.' -> {
          return pop();
        }
        case '(' -> push(MARK);
        case '0' -> pop();
        case '1' -> popToMark();
        case '2' -> push(top());
        default -> {
          if (!scalar(code) && !container(code) && !memory(code)) {
            callable(code);
          }
        }
      }
    }
  }

  private boolean scalar(int code) {
    switch (code) {
      case 'N' -> push(NONE);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'I' -> {
        String text = line();
        push(text.equals("01") ? true : text.equals("00") ? (Object) false : Long.valueOf(text));
      }
      case 'L' -> push(Long.valueOf(line().replace("L", "")));
      case 'J' -> push((long) in.getInt());
      case 'K' -> push((long) (in.get() & 0xff));
      case 'M' -> push((long) (in.getShort() & 0xffff));
      case 0x8a -> push(integer(in.get() & 0xff));
      case 0x8b -> push(integer(in.getInt()));
      case 'F' -> push(Double.valueOf(line()));
      case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(in.getLong())));
      case 'S', 'V' -> push(line().replaceAll("^['\"]|['\"]$", ""));
      case 'T', 'X', 'B' -> push(text(in.getInt()));
      case 'U', 'C', 0x8c -> push(text(in.get() & 0xff));
      case 0x8d, 0x8e -> push(text(in.getLong()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private String line() {
    StringBuilder text = new StringBuilder();
    for (char c = (char) in.get(); c != '\n'; c = (char) in.get()) {
      text.append(c);
    }
    return text.toString().trim();
  }

  private byte[] bytes(long length) {
    if (length < 0 || length > in.remaining()) {
      throw new Refused("is a truncated or malformed pickle: a text is longer than the file");
    }
    byte[] bytes = new byte[(int) length];
    in.get(bytes);
    return bytes;
  }

  private String text(long length) {
    return new String(bytes(length), StandardCharsets.UTF_8);
  }

  private Object integer(long length) {
    byte[] little = bytes(length);
    if (little.length == 0) {
      return 0L;
    }
    byte[] big = new byte[little.length];
    for (int i = 0; i < big.length; i++) {
      big[i] = little[little.length - 1 - i];
    }
    BigInteger value = new BigInteger(big);
    return value.bitLength() < 64 ? (Object) value.longValue() : value;
  }

  private boolean container(int code) {
    switch (code) {
      case ']', 0x8f -> push(new ArrayList<>());
      case 'a' -> {
        Object item = pop();
        list(top()).add(item);
      }
      case 'e', 0x90 -> {
        List<Object> items = popToMark();
        list(top()).addAll(items);
      }
      case 'l', 0x91 -> push(popToMark());
      case ')' -> push(new Tuple(List.of()));
      case 't' -> push(new Tuple(popToMark()));
      case 0x85, 0x86, 0x87 -> {
        Object[] items = new Object[code - 0x84];
        for (int i = items.length - 1; i >= 0; i--) {
          items[i] = pop();
        }
        push(new Tuple(List.of(items)));
      }
      case '}' -> push(new LinkedHashMap<>());
      case 'd' -> {
        List<Object> items = popToMark();
        push(new LinkedHashMap<>());
        put(items);
      }
      case 's' -> {
        Object value = pop();
        Object key = pop();
        put(List.of(key, value));
      }
      case 'u' -> put(popToMark());
      default -> {
        return false;
      }
    }
    return true;
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(Object value) {
    return (List<Object>) value;
  }

  @SuppressWarnings("unchecked")
  private static Map<Object, Object> dict(Object value) {
    return (Map<Object, Object>) value;
  }

  private void put(List<Object> items) {
    Map<Object, Object> dict = dict(top());
    if (items.size() % 2 != 0) {
      throw malformed("a key has no value");
    }
    for (int i = 0; i < items.size(); i += 2) {
      Object key = items.get(i);
      // a key of another kind might hash as deeply as it is nested
      boolean plain = key instanceof String || key instanceof Long || key instanceof Boolean;
      if (plain && dict.containsKey(key) && items.get(i + 1) instanceof Tensor) {
        throw new Refused("has the key '" + key + "' twice");
      }
      dict.put(plain ? key : new Object(), items.get(i + 1));
    }
  }

  private boolean memory(int code) {
    switch (code) {
      case 'g' -> push(known(Long.parseLong(line())));
      case 'h' -> push(known(in.get() & 0xff));
      case 'j' -> push(known(in.getInt()));
      case 'p' -> memo.put(Long.valueOf(line()), top());
      case 'q' -> memo.put((long) (in.get() & 0xff), top());
      case 'r' -> memo.put((long) in.getInt(), top());
      case 0x94 -> memo.put((long) memo.size(), top());
      default -> {
        return false;
      }
    }
    return true;
  }

  private Object known(long index) {
    if (!memo.containsKey(index)) {
      throw malformed("it reads a memo that was never stored");
    }
    return memo.get(index);
  }

  private void callable(int code) {
    switch (code) {
      case 'c' -> {
        String module = line();
        push(global(module, line()));
      }
      case 0x93 -> {
        String name = (String) pop();
        push(global((String) pop(), name));
      }
      case 'R' -> {
        Tuple arguments = (Tuple) pop();
        push(made(pop(), arguments.items()));
      }
      case 0x81 -> {
        Tuple arguments = (Tuple) pop();
        push(made(pop(), arguments.items()));
      }
      case 'b' -> {
        pop();
        if (!(top() instanceof Map)) {
          throw new Refused("sets the state of an object, which is not supported");
        }
      }
      case 'Q' -> push(storage(pop()));
      case 'i' -> {
        String module = line();
        throw unknown(module + "." + line());
      }
      default ->
          throw new Refused(
              String.format(
                  "is not a checkpoint of PyTorch: its format is not recognised (pickle opcode 0x%02x"
                      + " is malformed or not read)",
                  code));
    }
  }

  private static Global global(String module, String name) {
    Global global = new Global(module, name);
    boolean storage =
        (module.equals("torch") || module.equals("torch.storage"))
            && ElementType.ofStorage(name).isPresent();
    if (!storage && !KNOWN.containsKey(global.toString())) {
      throw unknown(global.toString());
    }
    return global;
  }

  private static Refused unknown(String name) {
    return new Refused(
        "names '"
            + name
            + "', which is never called or built from a file; save the model's state_dict(), or"
            + " export the module as ONNX");
  }

  private static Object made(Object callable, List<Object> arguments) {
    if (!(callable instanceof Global global)) {
      throw malformed("it calls something that is not a name");
    }
    String kind = KNOWN.get(global.toString());
    switch (kind == null ? "" : kind) {
      case "dict" -> {
        return ordered(arguments);
      }
      case "tensor" -> {
        return new Tensor(
            (Storage) arguments.get(0),
            (Long) arguments.get(1),
            longs(arguments.get(2)),
            longs(arguments.get(3)));
      }
      case "parameter" -> {
        return arguments.get(0);
      }
      case "typed" -> {
        return made(arguments.get(0), ((Tuple) arguments.get(2)).items());
      }
      case "size" -> {
        return arguments.isEmpty() ? new Tuple(List.of()) : arguments.get(0);
      }
      default -> throw malformed("it calls " + global);
    }
  }

  private static Map<Object, Object> ordered(List<Object> arguments) {
    Map<Object, Object> dict = new LinkedHashMap<>();
    if (!arguments.isEmpty() && arguments.get(0) instanceof List<?> pairs) {
      for (Object pair : pairs) {
        List<Object> items = pair instanceof Tuple tuple ? tuple.items() : list(pair);
        dict.put(items.get(0) instanceof String name ? name : new Object(), items.get(1));
      }
    }
    return dict;
  }

  private static long[] longs(Object tuple) {
    return ((Tuple) tuple).items().stream().mapToLong(item -> (Long) item).toArray();
  }

  /** ('storage', type, key, location, count) and, in the stream layout, a part of another. */
  private static Storage storage(Object id) {
    List<Object> items = ((Tuple) id).items();
    if (items.size() < 5 || !"storage".equals(items.get(0))) {
      throw malformed("it refers to something that is not a storage");
    }
    ElementType type = ElementType.ofStorage(((Global) items.get(1)).name()).orElseThrow();
    long count = (Long) items.get(4);
    if (items.size() > 5 && items.get(5) instanceof Tuple part) {
      long start = (Long) part.items().get(1);
      return new Storage(items.get(2).toString(), type, (Long) part.items().get(2), start);
    }
    return new Storage(items.get(2).toString(), type, count, 0);
  }
}
