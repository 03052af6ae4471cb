#!/bin/sh
# usage: aws-cli-loop.sh <aws> <destination> <instance> <route table>…
# Sends the destination to the instance in each route table, then reads them all back at once.
set -eu
aws=$1 destination=$2 instance=$3
shift 3

eni=$("$aws" ec2 describe-instances --instance-ids "$instance" --output text \
    --query 'Reservations[0].Instances[0].NetworkInterfaces[0].NetworkInterfaceId')
for table in "$@"; do
    "$aws" ec2 replace-route --route-table-id "$table" --destination-cidr-block "$destination" --network-interface-id "$eni"
done

found=$("$aws" ec2 describe-route-tables --route-table-ids "$@" --output text \
    --query "length(RouteTables[].Routes[?DestinationCidrBlock=='$destination' && NetworkInterfaceId=='$eni' && State=='active'][])")
[ "$found" -eq $# ]
