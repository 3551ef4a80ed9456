package org.robustgrid.bench;

import java.util.Arrays;
import java.util.Locale;

/**
 * Runs the work of the PyTorch peer script and prints the same JSON lines: what, batch, best and
 * median milliseconds, images per second from the best.
 */
public final class PeerLines {

  private PeerLines() {}

  /** Arguments: network, batch, runs. */
  public static void main(String[] arguments) {
    String net = arguments[0];
    int batch = Integer.parseInt(arguments[1]);
    int runs = Integer.parseInt(arguments[2]);
    BenchedNetwork benched = BenchedNetwork.of(net, batch);
    clock(net + " parameter gradient (training mode)", batch, runs, benched::parameterGradient);
    clock(net + " input gradient (inference mode)", batch, runs, benched::inputGradient);
    clock(net + " forward (inference mode)", batch, runs, benched::forward);
  }

  private static void clock(String what, int batch, int runs, Runnable work) {
    for (int i = 0; i < 5; i++) {
      work.run();
    }
    double[] millis = new double[runs];
    for (int i = 0; i < runs; i++) {
      long start = System.nanoTime();
      work.run();
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(millis);
    System.out.printf(
        Locale.ROOT,
        "{\"what\": \"%s\", \"batch\": %d, \"best_ms\": %.2f, \"median_ms\": %.2f, \"images_per_s\": %.1f}%n",
        what,
        batch,
        millis[0],
        millis[runs / 2],
        batch * 1000 / millis[0]);
  }
}
