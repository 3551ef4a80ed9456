package org.robustgrid.engine;

/**
 * How many samples a network computes at once in inference mode: what the system property {@value
 * #PROPERTY} says, or fewer where memory is short. Kernels, and with them the last bits of a
 * result, may depend on it.
 */
public final class MicroBatchRows {

  /** Sets the rows, 1 to {@value #MOST}. */
  public static final String PROPERTY = "robustgrid.microBatch";

  /** Rows unless the property says otherwise. */
  public static final int DEFAULT = 64;

  /** The most rows that can be asked for. */
  public static final int MOST = 65_536;

  private MicroBatchRows() {}

  /**
   * The rows that are asked for.
   *
   * @throws IllegalArgumentException when the property is out of range
   */
  public static int asked() {
    return checked(Integer.getInteger(PROPERTY, DEFAULT));
  }

  /**
   * Checks a number of rows.
   *
   * @throws IllegalArgumentException when it is out of range
   */
  public static int checked(int rows) {
    if (rows < 1 || rows > MOST) {
      throw new IllegalArgumentException(
          "a micro-batch must have 1 to " + MOST + " samples, but " + rows + " are asked for");
    }
    return rows;
  }
}
