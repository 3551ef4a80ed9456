package org.robustgrid.analyses.corruption;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.robustgrid.analyses.reading.Mean;
import org.robustgrid.analyses.reading.SampleParameters;
import org.robustgrid.analyses.reading.Share;
import org.robustgrid.numerics.corruption.CorruptionKind;
import org.robustgrid.numerics.corruption.Corruptions;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.analysis.Analysis;
import org.robustgrid.spi.analysis.AnalysisDescriptor;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.SampleSource;
import org.robustgrid.spi.analysis.Series;
import org.robustgrid.spi.analysis.Table;

/**
 * {@code corruption-accuracy}: accuracy on clean test images and on the same images under common
 * corruptions, by kind and severity, and its mean over both (Hendrycks and Dietterich 2019, section
 * 4.1, as accuracy instead of error). Every model sees the same corrupted images.
 *
 * <p>The interval of the mean is that of a mean over samples, since the corruptions of one sample
 * are not independent trials. Each sample counts with the share of the corruptions under which it
 * is classified correctly.
 */
public final class CorruptionAccuracy implements AnalysisProvider {

  private static final Parameter<List<CorruptionKind>> KINDS =
      Parameter.choices(
          "kinds",
          CorruptionKind.class,
          CorruptionKind.fifteen(),
          "kinds of corruption, each at severities 1 to 5");

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder(
            "corruption-accuracy", "Accuracy under common corruptions, by kind and severity")
        .access(Access.DECISIONS)
        .samples(SampleSource.TEST)
        .citation(
            "Hendrycks and Dietterich: Benchmarking neural network robustness to common corruptions"
                + " and perturbations. ICLR 2019")
        .parameters(KINDS, SampleParameters.SAMPLES)
        .build();
  }

  @Override
  public void requireFits(Parameters parameters, DataDescription data) {
    Corruptions corruptions = Corruptions.of(data.inputShape());
    if (parameters.get(KINDS).stream().noneMatch(corruptions::fits)) {
      throw new IllegalArgumentException(
          "none of its kinds fits these images: all need images in colour; name others in 'kinds'");
    }
    if (!data.domain().equals(Domain.UNIT)) {
      throw new IllegalArgumentException(
          "corruptions need images with values in 0 to 1, but these are in "
              + data.domain().low()
              + " to "
              + data.domain().high());
    }
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data, int samples) {
    double corrupted = (double) parameters.get(KINDS).size() * Corruptions.SEVERITIES;
    return Passes.forward(Math.min(samples, parameters.get(SampleParameters.SAMPLES)) * corrupted);
  }

  @Override
  public Analysis create(Parameters parameters) {
    List<CorruptionKind> kinds = parameters.get(KINDS);
    int most = parameters.get(SampleParameters.SAMPLES);
    return request -> analyse(request, kinds, most);
  }

  private static AnalysisResult analyse(
      AnalysisRequest request, List<CorruptionKind> kinds, int most) {
    AnalysisResult.Builder result = AnalysisResult.of("Accuracy under common corruptions");
    Corruptions corruptions;
    try {
      corruptions = Corruptions.of(request.inputShape());
    } catch (IllegalArgumentException e) {
      return result.note("Not computed: " + e.getMessage() + ".").build();
    }
    boolean[] clean = request.model().correct();
    int samples = Math.min(Math.min(most, clean.length), request.samples(SampleSource.TEST).size());
    CorruptedReading reading = new CorruptedReading(request, corruptions, samples);
    List<CorruptionKind> fitting = kinds.stream().filter(corruptions::fits).toList();
    List<CorruptionKind> left = kinds.stream().filter(kind -> !corruptions.fits(kind)).toList();
    if (samples == 0 || fitting.isEmpty()) {
      return result
          .note("Not computed: there are no samples, or no corruptions that fit them.")
          .build();
    }
    Tally tally =
        new Tally(samples, (int) IntStream.range(0, samples).filter(i -> clean[i]).count());
    for (CorruptionKind kind : fitting) {
      boolean[][] right = new boolean[Corruptions.SEVERITIES][];
      for (int severity = 1; severity <= right.length; severity++) {
        right[severity - 1] = reading.right(kind, severity);
      }
      tally.add(kind, right);
    }
    tally.addTo(result);
    result.note(
        "The first "
            + samples
            + " test samples; every model sees the same corrupted images. Means over severities are"
            + " unweighted.");
    corruptions.note().ifPresent(result::note);
    for (CorruptionKind kind : left) {
      result.note("Left out: " + kind.id() + ", which needs images in colour.");
    }
    return result.build();
  }

  /** Counts the correct predictions of a model by kind and severity. */
  private static final class Tally {

    private final int samples;
    private final Share clean;
    private final List<List<String>> rows = new ArrayList<>();
    private final List<Series> lines = new ArrayList<>();
    private final List<CorruptionKind> kinds = new ArrayList<>();
    private final List<Mean> means = new ArrayList<>();
    private final double[] shares;
    private final double[] sums = new double[Corruptions.SEVERITIES];

    Tally(int samples, int cleanHits) {
      this.samples = samples;
      this.clean = Share.of(cleanHits, samples);
      this.shares = new double[samples];
    }

    void add(CorruptionKind kind, boolean[]... right) {
      double[] own = new double[samples];
      List<Share> bySeverity = new ArrayList<>();
      for (int s = 0; s < right.length; s++) {
        int hits = 0;
        for (int i = 0; i < samples; i++) {
          hits += right[s][i] ? 1 : 0;
          own[i] += right[s][i] ? 1.0 / right.length : 0;
        }
        bySeverity.add(Share.of(hits, samples));
        sums[s] += bySeverity.get(s).value();
      }
      for (int i = 0; i < samples; i++) {
        shares[i] += own[i];
      }
      Mean mean = mean(own);
      kinds.add(kind);
      means.add(mean);
      List<String> row = new ArrayList<>(List.of(kind.id(), kind.family().id()));
      bySeverity.forEach(share -> row.add(percent(share.value())));
      row.add(percent(mean.value()));
      rows.add(row);
      lines.add(line(kind, bySeverity));
    }

    /** The accuracy by severity; the clean images have severity 0. */
    private Series line(CorruptionKind kind, List<Share> bySeverity) {
      List<Share> all = new ArrayList<>(List.of(clean));
      all.addAll(bySeverity);
      return new Series(
          kind.id(),
          "severity (0: clean)",
          "accuracy under " + kind.family().id(),
          IntStream.range(0, all.size()).mapToObj(s -> (double) s).toList(),
          all.stream().map(Share::value).toList(),
          all.stream().map(Share::low).toList(),
          all.stream().map(Share::high).toList());
    }

    void addTo(AnalysisResult.Builder result) {
      result.figure("clean accuracy", clean.value(), clean.low(), clean.high(), "");
      double[] all = Arrays.stream(shares).map(share -> share / kinds.size()).toArray();
      mean(all).add("mean corruption accuracy", "", result);
      for (int k = 0; k < kinds.size(); k++) {
        means.get(k).add("accuracy under " + kinds.get(k).id(), "", result);
      }
      lines.forEach(result::series);
      List<String> last = new ArrayList<>(List.of("mean", ""));
      for (double sum : sums) {
        last.add(percent(sum / kinds.size()));
      }
      last.add(percent(Arrays.stream(all).average().orElse(0)));
      rows.add(last);
      result.table(
          new Table(
              "Accuracy by kind and severity (clean: " + percent(clean.value()) + ")",
              List.of("corruption", "family", "1", "2", "3", "4", "5", "mean"),
              rows));
    }

    /** The mean of the values; that of a single value has no interval. */
    private static Mean mean(double... values) {
      return values.length > 1 ? Mean.of(values) : new Mean(values[0], values[0], values[0]);
    }

    private static String percent(double share) {
      return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
  }
}
