package org.robustgrid.testkit.attack;

import java.util.Locale;
import java.util.function.Supplier;
import org.robustgrid.numerics.AttackMemory;

/** Runs attacks with their points in a chosen memory. */
public final class InMemory {

  private InMemory() {}

  /** What the work answers when attacks keep their points there. */
  public static <R> R of(AttackMemory memory, Supplier<R> work) {
    System.setProperty(AttackMemory.PROPERTY, memory.name().toLowerCase(Locale.ROOT));
    try {
      return work.get();
    } finally {
      System.clearProperty(AttackMemory.PROPERTY);
    }
  }
}
