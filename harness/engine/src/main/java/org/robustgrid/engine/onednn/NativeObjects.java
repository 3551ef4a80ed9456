package org.robustgrid.engine.onednn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * Objects of oneDNN that are given back together: primitives, descriptions and memory, which would
 * otherwise wait for garbage collection. What is made within another's making belongs to the inner
 * one.
 */
public final class NativeObjects implements AutoCloseable {

  private static final ThreadLocal<NativeObjects> MAKING = new ThreadLocal<>();

  private final List<PointerScope> scopes = new ArrayList<>();
  private long bytes;

  /** Collects oneDNN's pointers only: what ND4J makes meanwhile, it may keep for others. */
  private static final class Scope extends PointerScope {
    Scope() {
      super((Class<? extends Pointer>[]) null);
    }

    @Override
    public PointerScope attach(Pointer pointer) {
      if (pointer.getClass().getPackage() != memory.class.getPackage()) {
        throw new IllegalArgumentException(pointer + " is not oneDNN's");
      }
      return super.attach(pointer);
    }
  }

  /** Makes something, and keeps the objects that are made for it by this thread. */
  public <R> R make(Supplier<R> maker) {
    NativeObjects outer = MAKING.get();
    Scope scope = new Scope();
    scopes.add(scope);
    MAKING.set(this);
    try {
      return maker.get();
    } finally {
      // the first closing after this collects no more, the second gives back
      scope.extend();
      scope.close();
      if (outer == null) {
        MAKING.remove();
      } else {
        MAKING.set(outer);
      }
    }
  }

  /** Bytes of memory, beside the plans' own arrays, that was taken for what was made. */
  public long bytes() {
    return bytes;
  }

  /** Counts memory that was taken for what is being made. */
  static void count(long taken) {
    NativeObjects making = MAKING.get();
    if (making != null) {
      making.bytes += taken;
      OneDnn.hold(taken);
    }
  }

  /** Gives all objects back; none may be used any more. */
  @Override
  public void close() {
    scopes.forEach(PointerScope::close);
    scopes.clear();
    OneDnn.hold(-bytes);
    bytes = 0;
  }
}
