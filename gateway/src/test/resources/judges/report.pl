#!/usr/bin/perl
# Reads a notice with Sisimai, and prints what it makes of each recipient: a line of words with tabs between them.
# Argument: FILE
use strict;
use warnings;
use Sisimai;

my $found = Sisimai->make($ARGV[0], 'delivered' => 1) or exit 0;
for my $it (@$found) {
    print join("\t", $it->recipient->address, $it->action, $it->deliverystatus, $it->reason, $it->diagnosticcode || '-'), "\n";
}
