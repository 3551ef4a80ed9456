package org.robustgrid.datasets;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.ContentHash;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.data.DatasetDescriptor;
import org.robustgrid.spi.data.DatasetProvider;

/** Tables: numbers as features, scaled from declared bounds to [0,1], and a column of classes. */
public final class CsvProvider implements DatasetProvider {

  /** What stands between two values. */
  private enum Separator {
    COMMA(','),
    SEMICOLON(';'),
    TAB('\t');

    private final char character;

    Separator(char character) {
      this.character = character;
    }
  }

  private static final Parameter<Path> TRAIN =
      Parameter.file("train", "CSV file of training samples, with a header");

  private static final Parameter<Path> TEST =
      Parameter.file("test", "CSV file of test samples, with the same header");

  private static final Parameter<String> LABEL =
      Parameter.text("label", "label", "column of the class; all others are features");

  private static final Parameter<List<Double>> LOW =
      Parameter.reals(
          "low", List.of(0.0), "smallest value of each feature, or one for all; it becomes 0");

  private static final Parameter<List<Double>> HIGH =
      Parameter.reals(
          "high", List.of(1.0), "largest value of each feature, or one for all; it becomes 1");

  private static final Parameter<Separator> SEPARATOR =
      Parameter.choice("separator", Separator.class, "what stands between two values");

  private static final DatasetDescriptor DESCRIPTOR =
      DatasetDescriptor.builder("csv", "Features and classes in tables, scaled by declared bounds")
          .parameters(TRAIN, TEST, LABEL, LOW, HIGH, SEPARATOR)
          .build();

  @Override
  public DatasetDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Dataset create(Parameters parameters) {
    char separator = parameters.get(SEPARATOR).character;
    CsvTable train = CsvTable.read(parameters.get(TRAIN), separator);
    CsvTable test = CsvTable.read(parameters.get(TEST), separator);
    int label = train.column(parameters.get(LABEL));
    if (!train.columns().equals(test.columns())) {
      throw new DataException(
          test.file()
              + " has the columns "
              + String.join(", ", test.columns())
              + ", but "
              + train.file()
              + " "
              + String.join(", ", train.columns()));
    }
    int features = train.columns().size() - 1;
    if (features < 1) {
      throw new DataException(train.file() + " has no column beside the label's");
    }
    Bounds bounds =
        new Bounds(
            each(LOW, parameters.get(LOW), features), each(HIGH, parameters.get(HIGH), features));
    List<String> classes =
        train.rows().stream().map(row -> row.get(label)).distinct().sorted().toList();
    FloatView training = view(train, label, classes, bounds);
    FloatView testing = view(test, label, classes, bounds);
    String reading = bounds + " " + separator + " " + parameters.get(LABEL);
    String identity =
        ContentHash.of(
            List.of(
                "csv",
                ContentHash.of(train.file()),
                ContentHash.of(test.file()),
                ContentHash.of(reading.getBytes(StandardCharsets.UTF_8))));
    return new ImageDataset(new long[] {features}, classes, training, testing, identity, List.of());
  }

  /** The bounds of each feature. */
  private record Bounds(List<Double> low, List<Double> high) {}

  private static List<Double> each(
      Parameter<List<Double>> parameter, List<Double> given, int features) {
    if (given.size() != 1 && given.size() != features) {
      throw new DataException(
          "parameter '"
              + parameter.name()
              + "' has "
              + given.size()
              + " numbers, expected one, or one for each of "
              + features
              + " features");
    }
    List<Double> all = new ArrayList<>();
    for (int i = 0; i < features; i++) {
      all.add(given.get(given.size() == 1 ? 0 : i));
    }
    return all;
  }

  private static FloatView view(CsvTable table, int label, List<String> classes, Bounds bounds) {
    int features = bounds.low().size();
    float[] samples = new float[table.rows().size() * features];
    int[] labels = new int[table.rows().size()];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = classes.indexOf(table.rows().get(row).get(label));
      if (labels[row] < 0) {
        throw new DataException(
            table.place(row, label)
                + ": the class '"
                + table.rows().get(row).get(label)
                + "' has no training sample");
      }
      for (int i = 0; i < features; i++) {
        int column = i < label ? i : i + 1;
        samples[row * features + i] =
            scaled(table, row, column, bounds.low().get(i), bounds.high().get(i));
      }
    }
    return new FloatView(samples, labels);
  }

  private static float scaled(CsvTable table, int row, int column, double low, double high) {
    if (!(low < high)) {
      throw new DataException(
          "column '"
              + table.columns().get(column)
              + "': parameter 'low' ("
              + low
              + ") must be below 'high' ("
              + high
              + ")");
    }
    double value = table.number(row, column);
    if (value < low || value > high) {
      throw new DataException(
          table.place(row, column)
              + ": "
              + value
              + " lies outside of "
              + low
              + " to "
              + high
              + "; widen the parameters 'low' and 'high'");
    }
    return (float) ((value - low) / (high - low));
  }
}
